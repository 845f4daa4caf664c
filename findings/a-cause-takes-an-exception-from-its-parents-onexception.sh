#!/usr/bin/env bash
# Version: Apache Camel 4.17.0 (camel-core), Java 17.
# Usual belief: of onException(Transient.class) and onException(Exception.class) the first handles every exception that is thrown as a
#   subclass of Transient: it is the nearest class in the hierarchy of what was thrown, and what caused it is only looked at when nothing fits.
# Behaviour: each exception from the first cause up to the one that was thrown is looked at, and the handler at the least distance from its
#   own exception wins; at the same distance that of the deeper cause. A subclass of Transient is one step from Transient, a cause that extends
#   Exception is one step from Exception: so the catch-all takes it. The same exception without the cause, or Transient itself with it, is
#   handled as expected.
# Seen: no cause: tried again; caused by a SQLException: given up; Transient itself, caused by it: tried again
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
import java.sql.SQLException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

class Finding {

    static class Transient extends RuntimeException {
        Transient(Throwable cause) {
            super("not now", cause);
        }
    }

    static class AnswerLost extends Transient {
        AnswerLost(Throwable cause) {
            super(cause);
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("no cause: " + handled(new AnswerLost(null)) + "; caused by a SQLException: "
                + handled(new AnswerLost(new SQLException("away"))) + "; Transient itself, caused by it: "
                + handled(new Transient(new SQLException("away"))));
    }

    private static String handled(Exception thrown) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Transient.class).handled(true).setBody(constant("tried again"));
                    onException(Exception.class).handled(true).setBody(constant("given up"));
                    from("direct:work").throwException(thrown);
                }
            });
            camel.start();
            return camel.createProducerTemplate().requestBody("direct:work", null, String.class);
        }
    }
}
JAVA
javac -cp "$folder/lib/*" -d classes Finding.java
seen=$(java -cp "classes:$folder/lib/*" Finding)
echo "$seen"
[ "$seen" = "no cause: tried again; caused by a SQLException: given up; Transient itself, caused by it: tried again" ] || {
  echo "This has changed." >&2
  exit 1
}
