#!/usr/bin/env bash
# Version: Apache Camel 4.17.0 (camel-core, its Simple language), Java 17.
# Usual belief: since ${body?[x]} is the null-safe way to read x of a body that may be null, ${variable.name?[x]} is the same for a variable:
#   x where the variable is there, nothing where it is not.
# Behaviour: behind "variable." the mark becomes a part of the name. ${variable.visitor?[email]} looks for a variable called "visitor?", finds
#   none and gives nothing, without an error, although the variable visitor is there and has an email: a filter on it never lets anything
#   through. Without the mark it works, and a variable that is missing gives nothing as well.
# Seen: body?[email]=zoe; variable.visitor[email]=zoe; variable.visitor?[email]=null; variable.nobody[email]=null
set -euo pipefail
maven=$(command -v mvn || echo "$(cd "$(dirname "$0")/.." && pwd)/mvnw")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.camel</groupId><artifactId>camel-core</artifactId><version>4.17.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

class Finding {
    public static void main(String[] args) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.start();
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(Map.of("email", "zoe"));
            exchange.setVariable("visitor", Map.of("email", "zoe"));
            StringBuilder seen = new StringBuilder();
            for (String each : new String[] {
                "body?[email]", "variable.visitor[email]", "variable.visitor?[email]", "variable.nobody[email]"
            }) {
                Object value = camel.resolveLanguage("simple")
                        .createExpression("${" + each + "}")
                        .evaluate(exchange, Object.class);
                seen.append(seen.isEmpty() ? "" : "; ").append(each).append('=').append(value);
            }
            System.out.println(seen);
        }
    }
}
JAVA
seen=$(java -cp "$folder/lib/*" Finding.java)
echo "$seen"
[ "$seen" = "body?[email]=zoe; variable.visitor[email]=zoe; variable.visitor?[email]=null; variable.nobody[email]=null" ] || {
  echo "This has changed." >&2
  exit 1
}
