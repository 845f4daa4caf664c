package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.GrowthOptions.Factor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthReportTest {

    private final GrowthResults results = GrowthResults.of(Map.of("Java", "17"), List.of(100));

    @Test
    void saysHowManyTimesTheFirstAndWhatTenTimesTheSizeAdds() {
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 2.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(100), 3.0);
        assertThat(new GrowthReport(results).markdown())
                .contains("## Workflows")
                .contains("| | 1 | 100 | ten times |")
                .contains("| CPU, ms, full load | 2.00 | 3.00 (1.50) | +0.500 |");
    }

    @Test
    void saysHowWellALineFitsOnlyWhereThereAreMoreThanTwoPointsForIt() {
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 2.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(100), 3.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(1000), Double.NaN);
        assertThat(new GrowthReport(results).markdown())
                .contains("| CPU, ms, full load | 2.00 | 3.00 (1.50) | – | +0.500 |");
    }

    @Test
    void takesTheMedianOfTheRepetitions() {
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 1.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 9.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 2.0);
        assertThat(new GrowthReport(results).markdown()).contains("| CPU, ms, full load | 2.00 |");
    }

    @Test
    void tellsTheWaitsForTheDiskOfServersAndOfADatabaseApart(@TempDir Path folder) {
        Figures figures = new Figures();
        figures.put("at100.syncs", 0);
        figures.put("at100.database.syncs", 3.25);
        results.add(Factor.POSTGRES, new OnPostgres("PostgreSQL", 1, folder), 1, figures);
        assertThat(new GrowthReport(results).markdown())
                .contains("| Waits for the disk (syncs), 100/s | 0.00 |")
                .contains("| Waits of the database's processes, 100/s | 3.25 |");
    }

    @Test
    void tellsWhatCouldNotBeMeasured() {
        results.failures().add("postgres PostgreSQL: none there");
        assertThat(new GrowthReport(results).markdown())
                .contains("**failed**: postgres PostgreSQL: none there")
                .doesNotContain("## The database");
    }

    @Test
    void keepsWhatWasMeasuredBeforeInOtherSituations(@TempDir Path folder) throws IOException {
        add(Factor.POSTGRES, new OnPostgres("PostgreSQL", 1, folder), 5.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(1), 2.0);
        add(Factor.WORKFLOWS, new ManyWorkflows(20), 3.0);
        results.write(folder.resolve("growth.json"));
        GrowthResults now = GrowthResults.of(Map.of(), List.of(100));
        now.addOthers(
                GrowthResults.read(folder.resolve("growth.json")),
                Map.of(Factor.WORKFLOWS, List.of(new ManyWorkflows(1))));
        assertThat(new GrowthReport(now).markdown())
                .contains("| CPU, ms, full load | 5.00 |")
                .contains("| CPU, ms, full load | 3.00 |");
    }

    private void add(Factor factor, Situation situation, double cpu) {
        Figures figures = new Figures();
        figures.put("w1.cpu", cpu);
        results.add(factor, situation, results.runs().size() + 1, figures);
    }
}
