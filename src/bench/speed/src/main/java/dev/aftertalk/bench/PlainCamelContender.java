package dev.aftertalk.bench;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** {@link PlainCamel}, in a JVM of its own. */
record PlainCamelContender(String java, List<String> options) implements Contender {

    static final String NAME = "plain-camel";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String what() {
        return "Camel " + new DefaultCamelContext(false).getVersion() + " alone, nothing durable: "
                + String.join(" ", Contender.jvm(java, options));
    }

    @Override
    public void prepare(Path folder) {
        // it keeps nothing
    }

    @Override
    public List<String> command(Ports ports) {
        List<String> command = Contender.jvm(java, options);
        command.addAll(List.of("-cp", Children.classPath(), PlainCamel.class.getName()));
        command.addAll(List.of("--port=" + ports.server(), "--http=" + ports.http(), "--smtp=" + ports.smtp()));
        return command;
    }

    @Override
    public Target target(boolean mail) {
        return mail ? new Target("/w1", Events.CLOSED) : new Target("/w0", Events.UNKNOWN);
    }
}
