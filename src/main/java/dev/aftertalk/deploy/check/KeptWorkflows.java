package dev.aftertalk.deploy.check;

import dev.aftertalk.ledger.SplitWorkflows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/** Checks that the workflows are there for which what iAdvize answers is to be kept: of one that is misspelt nothing would be, without a word. */
final class KeptWorkflows {

    private static final String SETTING = "iadvize.keep.workflows";
    private static final String WORKFLOW = "workflow/";

    private final Found found;
    private final Findings findings;
    private final Environment settings;

    KeptWorkflows(Found found, Findings findings, Environment settings) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
    }

    void check() {
        if (!found.refused.isEmpty()) {
            return; // they may be in what can't be read
        }
        Set<String> known = found.endpoints.stream()
                .filter(each -> each.scheme().equals("ledger")
                        && each.isConsumer()
                        && each.path().startsWith(WORKFLOW))
                .flatMap(each -> SplitWorkflows.parts(each.path().substring(WORKFLOW.length())).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(settings.getProperty(SETTING, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !known.contains(name))
                .forEach(name -> findings.doubt(
                        Path.of("application.properties"),
                        0,
                        0,
                        SETTING + ": no workflow is called '" + name + "': "
                                + Near.meant(name, known, "there are " + String.join(", ", known))));
    }
}
