package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Checks that the beans that routes name are there, and have the methods they call. */
final class Beans {

    private static final String BEAN = "#bean:";

    private final Found found;
    private final Findings findings;
    private final KnownBeans beans;
    private final Set<String> declared;

    Beans(Found found, Findings findings, KnownBeans beans) {
        this.found = found;
        this.findings = findings;
        this.beans = beans;
        this.declared = found.declaredBeans.stream().map(Named::name).collect(Collectors.toSet());
    }

    void check() {
        found.beans.forEach(each -> bean(each.file(), each.node(), each.name(), each.node()));
        found.beanCalls.forEach(each -> method(each.file(), each.name(), each.method()));
        for (Endpoint each : found.endpoints) {
            if (each.scheme().equals("bean") && !each.path().isEmpty()) {
                bean(each.file(), each.node(), each.path(), each.node());
                if (each.parameters() != null) {
                    Yaml.entry(each.parameters(), "method")
                            .ifPresent(method -> method(each.file(), each.path(), method.getValueNode()));
                }
            }
            if (each.parameters() != null) {
                for (NodeTuple parameter : each.parameters().getValue()) {
                    reference(each.file(), parameter.getValueNode());
                }
            }
        }
    }

    /** {@code #NAME} and {@code #bean:NAME}; other words behind # are Camel's. */
    private void reference(CheckedFile file, Node node) {
        String value = Yaml.text(node);
        if (value.startsWith(BEAN)) {
            bean(file, node, value.substring(BEAN.length()), node);
        } else if (value.matches("#[A-Za-z][\\w-]*")) {
            bean(file, node, value.substring(1), node);
        }
    }

    private void bean(CheckedFile file, Node at, String written, Node node) {
        String name = written.startsWith(BEAN) ? written.substring(BEAN.length()) : written;
        boolean open = name.isEmpty() || name.contains("{{") || name.contains("${") || name.contains(":");
        if (open
                || findings.isRefused(node)
                || declared.contains(name)
                || beans.names().contains(name)) {
            return;
        }
        if (name.contains(".")) {
            return; // a class
        }
        Set<String> known = new TreeSet<>(beans.names());
        known.addAll(declared);
        Optional<String> near = Near.to(name, known);
        String problem = "there is no bean '" + name + "'"
                + near.map(each -> ": did you mean '" + each + "'?")
                        .orElse(
                                beans.isComplete()
                                        ? "; one of your own is put into lib/, in a jar"
                                        : " that Aftertalk brings; it must come from a jar in lib/");
        if (near.isPresent() || beans.isComplete()) {
            findings.fault(file, at, name, problem);
        } else {
            findings.doubt(file, at, name, problem);
        }
    }

    private void method(CheckedFile file, String bean, Node node) {
        String written = Yaml.text(node);
        String name = written.split("\\(", 2)[0].strip();
        Optional<Class<?>> type = declared.contains(bean) ? Optional.empty() : beans.type(bean);
        if (type.isEmpty()
                || findings.isRefused(node)
                || name.isEmpty()
                || written.contains("{{") && name.contains("{")) {
            return;
        }
        try {
            Set<String> methods = Arrays.stream(type.get().getMethods())
                    .filter(each -> each.getDeclaringClass() != Object.class)
                    .map(Method::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!methods.contains(name)) {
                findings.fault(
                        file,
                        node,
                        name,
                        "the bean '" + bean + "' has no method '" + name + "': "
                                + Near.meant(name, methods, "it has " + String.join(", ", methods)));
            }
        } catch (LinkageError e) {
            // Of what it uses not all is there; Camel will say so.
        }
    }
}
