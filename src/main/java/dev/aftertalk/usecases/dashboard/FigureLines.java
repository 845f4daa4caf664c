package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.text.Csv;
import dev.aftertalk.usecases.satisfaction.Breakdown;
import dev.aftertalk.usecases.satisfaction.Dimension;
import dev.aftertalk.usecases.satisfaction.GivenAnswer;
import dev.aftertalk.usecases.satisfaction.SatisfactionReport;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The lines of an export: the total, each part of the trend, each project, channel and operator, and the answers, one a line. */
final class FigureLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final List<String> COLUMNS = List.of(
            "kind",
            "from",
            "to",
            "id",
            "name",
            "csat",
            "nps",
            "responses",
            "closed",
            "live",
            "rate",
            "conversation",
            "project",
            "channel",
            "question",
            "answer");

    private final Csv csv;
    private final UnaryOperator<String> words;

    /** @param words the words of a column or kind in the reader's language */
    FigureLines(Csv csv, UnaryOperator<String> words) {
        this.csv = csv;
        this.words = words;
        csv.line(COLUMNS.stream().map(words).toList());
    }

    void figures(Figures figures) {
        SatisfactionReport all = figures.report();
        line(
                "total",
                all.from(),
                all.to(),
                null,
                null,
                all.csat().score(),
                all.nps().score(),
                all.csat().responses(),
                all.conversations().closed(),
                all.conversations().live(),
                all.responseRate());
        for (SatisfactionReport.Part part : all.trend()) {
            line("trend", part.from(), part.to(), null, null, part.csat(), part.nps(), part.responses());
        }
        for (Dimension by : Dimension.values()) {
            for (Breakdown.Row row : figures.rows(by.toString())) {
                line(
                        by.toString(),
                        all.from(),
                        all.to(),
                        row.id(),
                        row.name(),
                        row.csat(),
                        row.nps(),
                        row.responses(),
                        row.closed(),
                        row.live(),
                        row.responseRate());
            }
        }
    }

    void answer(GivenAnswer answer) {
        Object[] noFigures = new Object[9];
        Object value = answer.value();
        Object shown = value instanceof Boolean yes ? words.apply(yes ? "yes" : "no") : value;
        csv.line(Stream.of(new Object[] {words.apply("answer"), time(answer.at())}, noFigures, new Object[] {
                    answer.conversationId(), answer.project(), answer.channel(), words.apply(answer.question()), shown
                })
                .flatMap(Arrays::stream)
                .toList());
    }

    void end() throws IOException {
        csv.end();
    }

    private void line(String kind, OffsetDateTime from, OffsetDateTime to, Object... figures) {
        Object[] values = Arrays.copyOf(new Object[] {words.apply(kind), time(from), time(to)}, COLUMNS.size());
        System.arraycopy(figures, 0, values, 3, figures.length);
        csv.line(Arrays.asList(values));
    }

    private static String time(OffsetDateTime time) {
        return TIME.format(time);
    }
}
