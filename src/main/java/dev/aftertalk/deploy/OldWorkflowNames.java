package dev.aftertalk.deploy;

import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.text.SavedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where route files still name a workflow that was split. A router that does goes on working, and so does the old file where it stands
 * alone: a line a place says what to write. An old file beside a new one would work on the same runs, by whatever it says: that is refused,
 * before anything is touched.
 */
final class OldWorkflowNames {

    private static final Logger LOG = LoggerFactory.getLogger(OldWorkflowNames.class);

    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");
    private static final Pattern NAMED = Pattern.compile(
            "[\\w-]+[\"']?\\s*:\\s*[\"']?ledger:(?://)?(start|workflow)/([a-z0-9.-]+)(?=[\"'?,}\\s]|$)");
    private static final Pattern ONCE = Pattern.compile("oncePerConversation[\"']?\\s*[:=]\\s*[\"']?true");
    private static final Pattern NEXT_ROUTE = Pattern.compile("\\bfrom[\"']?\\s*:");

    /**
     * A place in a file that names a workflow.
     *
     * @param once whether a route that begins here acts once for a conversation
     */
    private record Named(Path file, int line, boolean isStart, String workflow, boolean once) {

        boolean isOld() {
            return SplitWorkflows.parts(workflow).size() > 1;
        }

        String parts() {
            return String.join(" and ", SplitWorkflows.parts(workflow));
        }

        @Override
        public String toString() {
            return file + ":" + line + ": ledger:" + (isStart ? "start/" : "workflow/") + workflow;
        }
    }

    private final List<Named> named = new ArrayList<>();

    /** @param files of routes and kamelets that can be read */
    OldWorkflowNames(Collection<Path> files) throws IOException {
        for (Path file : files) {
            List<String> lines = SavedText.read(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> COMMENT.matcher(line).replaceFirst(""))
                    .toList();
            for (int n = 0; n < lines.size(); n++) {
                Matcher line = NAMED.matcher(lines.get(n));
                while (line.find()) {
                    boolean start = line.group(1).equals("start");
                    named.add(new Named(file, n + 1, start, line.group(2), !start && isOnce(lines, n)));
                }
            }
        }
    }

    private static boolean isOnce(List<String> lines, int from) {
        for (int n = from; n < lines.size(); n++) {
            if (n > from && NEXT_ROUTE.matcher(lines.get(n)).find()) {
                return false;
            }
            if (ONCE.matcher(lines.get(n)).find()) {
                return true;
            }
        }
        return false;
    }

    /** What must not be; a sentence each, without its full stop. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Named old : named) {
            if (old.isOld() && !old.isStart()) {
                named.stream()
                        .filter(other -> !other.isStart()
                                && !other.isOld()
                                && SplitWorkflows.parts(old.workflow()).contains(other.workflow()))
                        .findFirst()
                        .ifPresent(
                                other -> faults.add(
                                        old + " is " + old.parts() + " now, and " + other.file()
                                                + " works on the same runs; take over there what you have changed, and delete this file"));
                if (old.once()) {
                    faults.add(
                            old + " is " + old.parts()
                                    + " now, and acts once for a conversation in each of the two alone; write the two in its place");
                }
            }
        }
        return faults;
    }

    /** Says what to write. */
    void warn() {
        for (Named old : named) {
            if (old.isOld() && old.isStart()) {
                LOG.warn(
                        "{} starts one of {}, by the event's type; write these in its place: the next version does not know the old name",
                        old,
                        old.parts());
            } else if (old.isOld()) {
                LOG.warn(
                        "{} works on the runs of {}; write the two in its place: the next version does not know the old name",
                        old,
                        old.parts());
            }
        }
    }
}
