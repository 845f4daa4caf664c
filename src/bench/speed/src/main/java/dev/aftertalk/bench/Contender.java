package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that is measured. */
interface Contender {

    String name();

    /** @return what it is, for readers of the figures: its version, and the options of its JVM */
    String what();

    /** Puts into a new folder what it needs to be started there. */
    void prepare(Path folder) throws IOException, InterruptedException;

    /** @return how it is started in that folder; it answers at the port, on this machine only */
    List<String> command(Ports ports);

    /** @return an event that is acknowledged and nothing more, and one that a mail is sent for */
    Target target(boolean mail);

    /** @return how a JVM is started for any of them: with the memory that the README gives Aftertalk */
    static List<String> jvm(String java, List<String> options) {
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m"));
        command.addAll(options);
        return command;
    }

    /** @param path and type of the events */
    record Target(String path, String type) {}

    /** @param http where visitors are looked up, and smtp where mails go */
    record Ports(int server, int http, int smtp) {

        static Ports free() {
            return new Ports(Loopback.freePort(), Loopback.freePort(), Loopback.freePort());
        }

        /** @return those of one more server in front of the same */
        Ports another() {
            return new Ports(Loopback.freePort(), http, smtp);
        }
    }
}
