#!/usr/bin/env bash
# Version: Eclipse Layout Kernel 0.12.1 (org.eclipse.elk.alg.layered from Maven Central), Java 17.
# Usual belief: what a published library needs at run time stands in its pom, so that Maven brings it along; with org.eclipse.elk.alg.layered on
#   the class path a graph can be laid out.
# Behaviour: to read its options the layered algorithm uses org.eclipse.xtext.xbase.lib, which neither its pom nor those behind it name. The
#   first layout ends in a NoClassDefFoundError for CollectionLiterals; with that library beside it, which is asked for by hand, it works.
# Seen: as the pom says: java.lang.NoClassDefFoundError: org/eclipse/xtext/xbase/lib/CollectionLiterals
#       with org.eclipse.xtext.xbase.lib: laid out, the second node is below the first
set -euo pipefail
maven=$(command -v mvn || echo "$(cd "$(dirname "$0")/.." && pwd)/mvnw")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# $1: the folder for the jars, $2: more dependencies
fetch() {
  cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencyManagement>
    <dependencies>
      <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>33.5.0-jre</version></dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>org.eclipse.elk</groupId><artifactId>org.eclipse.elk.alg.layered</artifactId><version>0.12.1</version></dependency>
    $2
  </dependencies>
</project>
POM
  "$maven" -q -B -f pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$folder/$1"
}
fetch alone ''
fetch both '<dependency><groupId>org.eclipse.xtext</groupId><artifactId>org.eclipse.xtext.xbase.lib</artifactId><version>2.42.0</version></dependency>'
cat > Finding.java <<'JAVA'
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

class Finding {

    public static void main(String[] args) {
        try {
            ElkNode graph = ElkGraphUtil.createGraph();
            graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
            graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
            ElkNode first = ElkGraphUtil.createNode(graph);
            first.setDimensions(100, 30);
            ElkNode second = ElkGraphUtil.createNode(graph);
            second.setDimensions(100, 30);
            ElkGraphUtil.createSimpleEdge(first, second);
            new RecursiveGraphLayoutEngine().layout(graph, new NullElkProgressMonitor());
            System.out.println("laid out, the second node is " + (second.getY() > first.getY() ? "below" : "not below") + " the first");
        } catch (Throwable e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof NoClassDefFoundError)) {
                cause = cause.getCause();
            }
            System.out.println(cause);
        }
    }
}
JAVA
seen="as the pom says: $(java -cp "alone/*" Finding.java 2>/dev/null)
with org.eclipse.xtext.xbase.lib: $(java -cp "both/*" Finding.java 2>/dev/null)"
echo "$seen"
expected="as the pom says: java.lang.NoClassDefFoundError: org/eclipse/xtext/xbase/lib/CollectionLiterals
with org.eclipse.xtext.xbase.lib: laid out, the second node is below the first"
[ "$seen" = "$expected" ]
