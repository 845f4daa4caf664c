package dev.aftertalk.care.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What follows from the states of one moment: which have begun or are over, and what is said of that. */
final class Judgement {

    /** How long nothing is said once too much was. */
    static final Duration SILENCE = Duration.ofHours(1);

    private final AlertTexts texts;
    private final AlertSettings settings;
    private final long now;
    private int room;

    private final List<AlertState> back = new ArrayList<>();
    private final List<AlertState> gone = new ArrayList<>();
    private final List<AlertState> begun = new ArrayList<>();
    private final List<AlertState> ended = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    /**
     * @param sent how many alerts there were in the last {@link #SILENCE}
     * @param silent whether one of them was the last one for some time
     */
    Judgement(AlertTexts texts, AlertSettings settings, long sent, boolean silent, long now) {
        this.texts = texts;
        this.settings = settings;
        this.now = now;
        this.room = silent ? 0 : (int) Math.max(0, settings.mostPerHour() - sent);
    }

    /** Adds one, those that began first before others. */
    void add(AlertState state) {
        if (now - state.seenAt() <= settings.fresh().toMillis()) {
            holds(state);
        } else {
            isGone(state);
        }
    }

    private void holds(AlertState state) {
        if (state.goneAt() != null) {
            back.add(state);
        }
        boolean due = !state.told() && isLong(state.firstAt(), state.seenAt());
        if (due && say(texts.begun(state, at()))) {
            begun.add(state);
        }
    }

    /** What was never told is forgotten without a word. */
    private void isGone(AlertState state) {
        if (state.goneAt() == null) {
            gone.add(state);
        } else if (isLong(state.goneAt(), now) && (!state.told() || say(texts.over(state, at())))) {
            ended.add(state);
        }
    }

    /** One after the other, so that they are told in this order. */
    private long at() {
        return now + alerts.size();
    }

    private boolean isLong(long since, long until) {
        return until - since >= settings.after().toMillis();
    }

    /** False when there is no room: then it is due again later, if it still is. */
    private boolean say(Alert alert) {
        if (room == 1) {
            alerts.add(texts.tooMany(settings.mostPerHour(), SILENCE, at()));
        } else if (room > 1) {
            alerts.add(alert);
        }
        room = Math.max(0, room - 1);
        return alerts.contains(alert);
    }

    /** Those that are seen again. */
    List<AlertState> back() {
        return back;
    }

    /** Those that are seen no more, from now on. */
    List<AlertState> gone() {
        return gone;
    }

    /** Those whose begin is told. */
    List<AlertState> begun() {
        return begun;
    }

    /** Those that are over, told or not. */
    List<AlertState> ended() {
        return ended;
    }

    List<Alert> alerts() {
        return alerts;
    }

    /** Whether nothing follows. */
    boolean isEmpty() {
        return back.isEmpty() && gone.isEmpty() && begun.isEmpty() && ended.isEmpty() && alerts.isEmpty();
    }
}
