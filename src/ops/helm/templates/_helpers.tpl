{{- define "aftertalk.selector" -}}
app.kubernetes.io/name: aftertalk
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "aftertalk.labels" -}}
{{ include "aftertalk.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
