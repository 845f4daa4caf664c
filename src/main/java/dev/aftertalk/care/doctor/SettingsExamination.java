package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** Tells which settings can't be used, as the start would, and whether there is the one that a server does not start without. */
class SettingsExamination implements Examination {

    private static final String NAME = "Settings";

    private final ObjectProvider<SettingFaults> settings;
    private final WebhookSecrets secrets;

    SettingsExamination(ObjectProvider<SettingFaults> settings, WebhookSecrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void examine(Usage usage, Report report) {
        List<String> faults = settings.stream()
                .flatMap(each -> each.faults().stream())
                .map(SettingFault::problem)
                .distinct()
                .toList();
        List<String> doubts =
                settings.stream().flatMap(each -> each.doubts().stream()).toList();
        faults.forEach(problem -> report.tell(Diagnosis.problem(
                NAME, problem, "Correct it; until then its default counts, or what needs it is left out.")));
        doubts.forEach(doubt -> report.tell(Diagnosis.warning(NAME, doubt, "Correct it if it is not meant.")));
        if (secrets.isNone()) {
            report.tell(Diagnosis.problem(
                    NAME,
                    "iadvize.webhook.secrets is not set, without which no server starts.",
                    "Set it to the secret token of your app on the iAdvize developer platform (App information)."));
        } else if (faults.isEmpty() && doubts.isEmpty()) {
            report.tell(Diagnosis.ok(NAME, "All that are set can be used."));
        }
    }
}
