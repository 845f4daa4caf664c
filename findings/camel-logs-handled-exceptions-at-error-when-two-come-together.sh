#!/usr/bin/env bash
# Version: Apache Camel 4.17.0 (camel-core), Java 17.
# Usual belief: an exception that an onException handles writes nothing at ERROR: each delivery attempt is logged at DEBUG, the default of
#   retryAttemptedLogLevel, so a level of INFO shows none of them.
# Behaviour: the error handler has one CamelLogger for all exchanges of a route, and to log at another level than its own that sets its level, logs, and
#   sets it back. Two exchanges that fail at the same moment may read each other's level, so that a handled exception is logged at ERROR (here 5 and 6
#   of 320,000; a level that got stuck at DEBUG meanwhile hides it from then on, which is why it is seen in the first exchanges of a route alone).
#   With logRetryAttempted(false) none is.
# Seen: as it comes: some at ERROR; with logRetryAttempted(false): none at ERROR
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-jdk14</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

class Finding {

    private static final int ROUTES = 8_000;
    private static final int THREADS = 2;
    private static final int EACH = 20;
    private static final AtomicLong AT_ERROR = new AtomicLong();

    public static void main(String[] args) throws Exception {
        Logger root = Logger.getLogger("");
        for (Handler each : root.getHandlers()) {
            root.removeHandler(each);
        }
        root.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel() == Level.SEVERE && line.getMessage().contains("On delivery attempt")) {
                    AT_ERROR.incrementAndGet();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        System.out.println("as it comes: " + seen(true) + " at ERROR; with logRetryAttempted(false): " + seen(false) + " at ERROR");
    }

    private static String seen(boolean logs) throws Exception {
        AT_ERROR.set(0);
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).handled(true).logRetryAttempted(logs).setBody(constant("handled"));
                    for (int route = 0; route < ROUTES; route++) {
                        from("direct:work" + route).process(exchange -> {
                            throw new IllegalStateException("not now");
                        });
                    }
                }
            });
            camel.start();
            CyclicBarrier together = new CyclicBarrier(THREADS);
            Thread[] threads = new Thread[THREADS];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> work(camel, together));
                threads[i].start();
            }
            for (Thread each : threads) {
                each.join();
            }
        }
        System.err.println(ROUTES * THREADS * EACH + " handled, " + AT_ERROR.get() + " at ERROR");
        return AT_ERROR.get() == 0 ? "none" : "some";
    }

    private static void work(CamelContext camel, CyclicBarrier together) {
        try {
            ProducerTemplate to = camel.createProducerTemplate();
            for (int route = 0; route < ROUTES; route++) {
                together.await();
                for (int sent = 0; sent < EACH; sent++) {
                    to.sendBody("direct:work" + route, null);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
JAVA
javac -cp "$folder/lib/*" -d classes Finding.java
seen=$(java -cp "classes:$folder/lib/*" Finding)
echo "$seen"
[ "$seen" = "as it comes: some at ERROR; with logRetryAttempted(false): none at ERROR" ] || {
  echo "This has changed." >&2
  exit 1
}
