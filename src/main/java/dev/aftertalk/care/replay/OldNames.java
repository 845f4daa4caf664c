package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.SplitWorkflows;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Understands who still asks under {@code /api} for a workflow that was split, and says once what to ask for. */
@Component
class OldNames {

    private static final Logger LOG = LoggerFactory.getLogger(OldNames.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** The workflow that does for events of this type what the one of this name does, or did. */
    String today(String workflow, String eventType) {
        tellOf(workflow);
        return SplitWorkflows.now(workflow, eventType);
    }

    /** @param workflow that is asked for; null for any */
    void tellOf(String workflow) {
        if (workflow != null && SplitWorkflows.parts(workflow).size() > 1 && told.add(workflow)) {
            LOG.warn(
                    "Somebody asked under /api for the workflow {}, which is {} now: ask for these; the next version does not know the old name",
                    workflow,
                    String.join(" and ", SplitWorkflows.parts(workflow)));
        }
    }
}
