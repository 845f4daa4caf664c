#!/usr/bin/env bash
# Version: karavan-core 4.8.0 (what Karavan reads and writes YAML with; the newest there is on npm), with the catalogue of components it brings.
#   The sources of 4.22.0 do the same.
# Usual belief: an editor of Camel routes that opens a valid route and saves it, with nothing changed, writes the same route.
# Behaviour: it splits each address by its component's catalogue. A component that is not in there, such as one of your own, loses all
#   that follows the colon. An address that leaves out a part that may be left out is split one place off: the host of smtp:host becomes
#   the port, the queue of jms:queue keeps its name and gets the type "jms:". An empty constant loses its expression.
# Seen: acme:orders/new -> acme; smtp:mail.example.com -> host "smtp:", port "mail.example.com"; jms:orders -> destinationType "jms:"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent karavan-core@4.8.0 esbuild@0.25.0 js-yaml@4.1.0 >/dev/null 2>&1
cat > save.ts <<'TS'
import * as fs from 'fs';
import { load } from 'js-yaml';
import { CamelDefinitionYaml } from 'karavan-core/src/core/api/CamelDefinitionYaml';
import { ComponentApi } from 'karavan-core/src/core/api/ComponentApi';

const catalogue = JSON.parse(fs.readFileSync('node_modules/karavan-core/test/metadata/components.json', 'utf8'));
ComponentApi.saveComponents(catalogue.map((each: any) => JSON.stringify(each)), true);
const opened = CamelDefinitionYaml.yamlToIntegration('route.camel.yaml', fs.readFileSync('route.camel.yaml', 'utf8'));
const saved: any = load(CamelDefinitionYaml.integrationToYaml(opened));
const [own, mail, queue] = saved[0].route.from.steps.map((step: any) => step.to);
console.log(`acme:orders/new -> ${own.uri}${own.parameters ? ' ' + JSON.stringify(own.parameters) : ''}; `
  + `smtp:mail.example.com -> host "${mail.parameters.host}", port "${mail.parameters.port}"; `
  + `jms:orders -> destinationType "${queue.parameters.destinationType}"`);
TS
cat > route.camel.yaml <<'YAML'
- route:
    id: orders
    from:
      id: orders-in
      uri: direct:orders
      steps:
        - to:
            id: own
            uri: acme:orders/new
        - to:
            id: mail
            uri: smtp:mail.example.com
        - to:
            id: queue
            uri: jms:orders
YAML
node_modules/.bin/esbuild save.ts --bundle --platform=node --log-level=error --outfile=save.cjs
seen=$(node save.cjs)
echo "$seen"
test "$seen" = 'acme:orders/new -> acme; smtp:mail.example.com -> host "smtp:", port "mail.example.com"; jms:orders -> destinationType "jms:"'
