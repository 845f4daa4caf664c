#!/usr/bin/env bash
# Version: Apache Camel 4.17.0 (camel-core, camel-kamelet), Java 17.
# Usual belief: what follows a kamelet step (kamelet("greet?name=Zoe"), in YAML kamelet:) is the rest of its own route, as after any other
#   step. Another route that calls the same kamelet by to("kamelet:greet?name=Zoe") gets what the kamelet made, and goes on with its own.
# Behaviour: the step hands its followers to the kamelet's end, which is found by the kamelet's address. Where another route calls the kamelet
#   with equal parameters, the first route's following steps run there as well, in the middle of that other route, without an error. With
#   other parameters, or without the first route, they don't.
# Seen: the same parameters: hello Zoe, said one; other parameters: hello Eve; the first route absent: hello Zoe
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
    <dependency><groupId>org.apache.camel</groupId><artifactId>camel-kamelet</artifactId><version>4.17.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

class Finding {
    public static void main(String[] args) throws Exception {
        System.out.println("the same parameters: " + asked(true, "Zoe") + "; other parameters: " + asked(true, "Eve")
                + "; the first route absent: " + asked(false, "Zoe"));
    }

    /** What the second route makes. */
    private static String asked(boolean first, String name) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("greet")
                            .templateParameter("name")
                            .from("kamelet:source")
                            .setBody(simple("hello {{name}}"));
                    if (first) {
                        from("direct:one").kamelet("greet?name=Zoe").setBody(simple("${body}, said one"));
                    }
                    from("direct:two").to("kamelet:greet?name=" + name);
                }
            });
            camel.start();
            return camel.createProducerTemplate().requestBody("direct:two", null, String.class);
        }
    }
}
JAVA
seen=$(java -cp "$folder/lib/*" Finding.java)
echo "$seen"
[ "$seen" = "the same parameters: hello Zoe, said one; other parameters: hello Eve; the first route absent: hello Zoe" ] || {
  echo "This has changed." >&2
  exit 1
}
