package dev.aftertalk.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Says which event comes next: conversations that run side by side, each in its own order, and the operators who hold them. */
class TrafficPlan {

    private final EventSamples samples;
    private final RandomGenerator random;
    private final TrafficDesk desk;
    private final List<TrafficConversation> open = new ArrayList<>();

    TrafficPlan(EventSamples samples, RandomGenerator random) {
        this.samples = samples;
        this.random = random;
        this.desk = new TrafficDesk(random);
    }

    /** @param sideBySide how many conversations are open at the same time */
    SampleEvent next(int sideBySide) {
        while (open.size() < sideBySide) {
            open.add(conversation());
        }
        TrafficConversation.Step step = desk.next();
        if (step == null) {
            step = ofAConversation();
        }
        return samples.fresh(step.sample(), step.values());
    }

    private TrafficConversation.Step ofAConversation() {
        int chosen = random.nextInt(open.size());
        TrafficConversation conversation = open.get(chosen);
        TrafficConversation.Step step = conversation.next();
        if (conversation.ended()) {
            open.remove(chosen);
            desk.end(conversation.operators());
        }
        return step;
    }

    private TrafficConversation conversation() {
        TrafficConversation conversation = new TrafficConversation(random);
        while (!desk.takes(conversation.operators())) {
            conversation = new TrafficConversation(random);
        }
        desk.begin(conversation.operators());
        return conversation.begin();
    }
}
