package dev.aftertalk.usecases.satisfaction;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each answer to each question was given. */
final class AnswerCounts {

    private static final int SATISFIED = 4;
    private static final int PROMOTER = 9;
    private static final int PASSIVE = 7;

    private final Map<Question, SortedMap<Integer, Long>> counts = new EnumMap<>(Question.class);

    AnswerCounts() {
        for (Question question : Question.values()) {
            SortedMap<Integer, Long> none = new TreeMap<>();
            for (int score = question.lowest(); score <= question.highest(); score++) {
                none.put(score, 0L);
            }
            counts.put(question, none);
        }
    }

    void add(Question question, int score, long count) {
        counts.get(question).merge(score, count, Long::sum);
    }

    void addAll(AnswerCounts others) {
        others.counts.forEach((question, scores) -> scores.forEach((score, count) -> add(question, score, count)));
    }

    SatisfactionReport.Csat csat() {
        SortedMap<Integer, Long> scores = counts.get(Question.CUSTOMER_SATISFACTION);
        long responses = sum(scores);
        long points = scores.entrySet().stream()
                .mapToLong(e -> e.getKey() * e.getValue())
                .sum();
        return new SatisfactionReport.Csat(
                percentage(sum(scores.tailMap(SATISFIED)), responses), ratio(points, responses), responses, scores);
    }

    SatisfactionReport.Nps nps() {
        SortedMap<Integer, Long> scores = counts.get(Question.NET_PROMOTER_SCORE);
        long responses = sum(scores);
        long promoters = sum(scores.tailMap(PROMOTER));
        long detractors = sum(scores.headMap(PASSIVE));
        return new SatisfactionReport.Nps(
                percentage(promoters - detractors, responses),
                promoters,
                responses - promoters - detractors,
                detractors,
                responses,
                scores);
    }

    SatisfactionReport.CustomQuestion customQuestion() {
        SortedMap<Integer, Long> answers = counts.get(Question.CUSTOM_QUESTION);
        return new SatisfactionReport.CustomQuestion(answers.get(1), answers.get(0));
    }

    /** Comments with text. */
    long comments() {
        return counts.get(Question.SATISFACTION_COMMENT).get(1);
    }

    /** Null when there is nothing to divide by. */
    static Double percentage(long part, long whole) {
        return ratio(100 * part, whole);
    }

    /** To two decimals. */
    private static Double ratio(long dividend, long divisor) {
        return divisor == 0 ? null : Math.round(100.0 * dividend / divisor) / 100.0;
    }

    private static long sum(Map<Integer, Long> scores) {
        return scores.values().stream().mapToLong(Long::longValue).sum();
    }
}
