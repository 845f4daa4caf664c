package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Aftertalk in a situation. */
record SituatedContender(AftertalkContender aftertalk, Situation situation) implements Contender {

    @Override
    public String name() {
        return aftertalk.name();
    }

    @Override
    public String what() {
        return aftertalk.what();
    }

    @Override
    public void prepare(Path folder) throws IOException, InterruptedException {
        aftertalk.prepare(folder);
        situation.prepare(folder);
    }

    @Override
    public List<String> command(Ports ports) {
        List<String> command = aftertalk.command(ports);
        command.addAll(situation.settings());
        return command;
    }

    @Override
    public Target target(boolean mail) {
        return aftertalk.target(mail);
    }
}
