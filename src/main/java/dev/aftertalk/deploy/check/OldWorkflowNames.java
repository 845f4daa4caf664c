package dev.aftertalk.deploy.check;

import dev.aftertalk.ledger.SplitWorkflows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where route files still name a workflow that was split. A router that does goes on working, and so does the old file where it stands
 * alone: a line a place says what to write. An old file beside a new one would work on the same runs, by whatever it says: that is refused,
 * before anything is touched.
 */
final class OldWorkflowNames {

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
    private record Named(Path file, int line, int column, boolean isStart, String workflow, boolean once) {

        boolean isOld() {
            return SplitWorkflows.parts(workflow).size() > 1;
        }

        String parts() {
            return String.join(" and ", SplitWorkflows.parts(workflow));
        }

        @Override
        public String toString() {
            return "ledger:" + (isStart ? "start/" : "workflow/") + workflow;
        }
    }

    private final List<Named> named = new ArrayList<>();

    /** @param files of routes and kamelets that can be read */
    OldWorkflowNames(Collection<CheckedFile> files) {
        for (CheckedFile file : files) {
            List<String> lines = file.text()
                    .lines()
                    // an icon is a line of thousands of letters, which these patterns take long for
                    .map(line -> line.contains("ledger:") || line.contains("once") || line.contains("from")
                            ? COMMENT.matcher(line).replaceFirst("")
                            : "")
                    .toList();
            for (int n = 0; n < lines.size(); n++) {
                Matcher line = NAMED.matcher(lines.get(n).contains("ledger:") ? lines.get(n) : "");
                while (line.find()) {
                    boolean start = line.group(1).equals("start");
                    int column = line.start(1) - "ledger:".length() + 1;
                    named.add(new Named(file.path(), n + 1, column, start, line.group(2), !start && isOnce(lines, n)));
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

    /** Says what must not be, and what to write. */
    void check(Findings findings) {
        for (Named old : named) {
            if (old.isOld() && !old.isStart()) {
                check(old, findings);
            } else if (old.isOld()) {
                findings.doubt(
                        old.file(),
                        old.line(),
                        old.column(),
                        old + " starts one of " + old.parts()
                                + ", by the event's type; write these in its place: the next version does not know the old name");
            }
        }
    }

    private void check(Named old, Findings findings) {
        Optional<Named> beside = named.stream()
                .filter(other -> !other.isStart()
                        && !other.isOld()
                        && SplitWorkflows.parts(old.workflow()).contains(other.workflow()))
                .findFirst();
        if (beside.isPresent()) {
            findings.fault(
                    old.file(),
                    old.line(),
                    old.column(),
                    old + " is " + old.parts() + " now, and " + beside.get().file()
                            + " works on the same runs; take over there what you have changed, and delete this file");
        } else if (old.once()) {
            findings.fault(
                    old.file(),
                    old.line(),
                    old.column(),
                    old + " is " + old.parts()
                            + " now, and acts once for a conversation in each of the two alone; write the two in its place");
        } else {
            findings.doubt(
                    old.file(),
                    old.line(),
                    old.column(),
                    old + " works on the runs of " + old.parts()
                            + "; write the two in its place: the next version does not know the old name");
        }
    }
}
