#!/usr/bin/env bash
# Version: sqlite-jdbc 3.54.1.0 (org.xerial), Java 17.
# Usual belief: ResultSet.getObject(column, Long.class) gives null for NULL, which is what one asks it for instead of getLong and wasNull, as other
#   drivers do, and as its getObject(column) does.
# Behaviour: it throws SQLException "Bad value for type Long" for NULL, and likewise for Integer, Double and Float; for Boolean it gives false. String
#   gives null, as does getObject without a class. An aggregate such as min() over no row is such a NULL, so a query that only finds nothing fails.
# Seen: Long: Bad value for type Long; Integer: Bad value for type Integer; Double: Bad value for type Double; Float: Bad value for type Float; Boolean: false; String: null; no class: null
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
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>3.54.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
"$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/lib"
cat > Finding.java <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class Finding {
    interface Read {
        Object of(ResultSet row) throws SQLException;
    }

    static String seen(Connection connection, String name, Read read) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT min(x) FROM t")) {
            row.next();
            try {
                return name + ": " + read.of(row);
            } catch (SQLException e) {
                return name + ": " + e.getMessage();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (x INTEGER)");
            }
            String seen = String.join(
                    "; ",
                    seen(connection, "Long", row -> row.getObject(1, Long.class)),
                    seen(connection, "Integer", row -> row.getObject(1, Integer.class)),
                    seen(connection, "Double", row -> row.getObject(1, Double.class)),
                    seen(connection, "Float", row -> row.getObject(1, Float.class)),
                    seen(connection, "Boolean", row -> row.getObject(1, Boolean.class)),
                    seen(connection, "String", row -> row.getObject(1, String.class)),
                    seen(connection, "no class", row -> row.getObject(1)));
            System.out.println(seen);
            System.exit(seen.equals("Long: Bad value for type Long; Integer: Bad value for type Integer;"
                            + " Double: Bad value for type Double; Float: Bad value for type Float; Boolean: false;"
                            + " String: null; no class: null")
                    ? 0
                    : 1);
        }
    }
}
JAVA
java -cp "lib/*" Finding.java
