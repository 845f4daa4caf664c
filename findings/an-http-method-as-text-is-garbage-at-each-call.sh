#!/usr/bin/env bash
# Version: Apache Camel 4.17.0 (camel-core, camel-http), Java 17.
# Usual belief: it makes no difference whether the header CamelHttpMethod of a call by http: holds the text "GET", as documentation and examples
#   write it, or the constant HttpMethods.GET: turning a name into its enum constant costs nothing worth a thought, and how that is done is
#   remembered after the first time.
# Behaviour: for the text Camel goes through all of its type converters at each call, among them those for every interface and superclass, and only
#   then makes the constant of it. It does not remember that there is no converter. That leaves 61,000 bytes of garbage a call where
#   the constant leaves none; a text that is wanted as a number, for which there is a converter, leaves next to nothing, too.
# Seen: text to HttpMethods: more than 10,000 bytes a call; constant to HttpMethods: less than 200; text to Integer: less than 200
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
    <dependency><groupId>org.apache.camel</groupId><artifactId>camel-http</artifactId><version>4.17.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import java.lang.management.ManagementFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

class Finding {
    static final int CALLS = 20_000;

    static long bytes(Exchange exchange, Object value, Class<?> wanted) {
        exchange.getMessage().setHeader("x", value);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long used = 0;
        for (int round = 0; round < 3; round++) { // the last counts, when everything is loaded and compiled
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                exchange.getMessage().getHeader("x", wanted);
            }
            used = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
        }
        return used;
    }

    public static void main(String[] args) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.start();
            Exchange exchange = new DefaultExchange(camel);
            long text = bytes(exchange, "GET", HttpMethods.class);
            long constant = bytes(exchange, HttpMethods.GET, HttpMethods.class);
            long number = bytes(exchange, "7", Integer.class);
            System.err.println(text + ", " + constant + " and " + number + " bytes a call");
            System.out.println("text to HttpMethods: " + (text > 10_000 ? "more than 10,000 bytes a call" : text)
                    + "; constant to HttpMethods: " + (constant < 200 ? "less than 200" : constant)
                    + "; text to Integer: " + (number < 200 ? "less than 200" : number));
        }
    }
}
JAVA
seen=$(java -cp "$folder/lib/*" Finding.java)
echo "$seen"
[ "$seen" = "text to HttpMethods: more than 10,000 bytes a call; constant to HttpMethods: less than 200; text to Integer: less than 200" ] || {
  echo "This has changed." >&2
  exit 1
}
