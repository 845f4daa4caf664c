package dev.aftertalk.ledger.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that takes the identity of a data folder, and keeps it until it is closed. */
public final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final String said;

    private NodeProcess(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    /** The other process: says what it got and keeps it until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (NodeIdentity identity = NodeIdentity.of(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]))) {
            System.out.println("id " + identity.id());
            System.in.read();
        } catch (DataFolderInUseException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    /** Started, and done with taking it. */
    public static NodeProcess on(Path folder, boolean exclusive) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(exclusive))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String said = output.lines()
                .filter(line -> line.startsWith("id ") || line.startsWith("refused "))
                .findFirst()
                .orElseThrow();
        return new NodeProcess(process, said);
    }

    /** What it got: {@code id …}, or {@code refused …} with the reason. */
    public String said() {
        return said;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
