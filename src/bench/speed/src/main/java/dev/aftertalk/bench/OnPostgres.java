package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The ledger is in PostgreSQL, and so many servers share it. */
final class OnPostgres implements Situation {

    private final String label;
    private final int nodes;
    private final Path folder;
    private PostgresCluster cluster;

    /** @param folder where the cluster is made */
    OnPostgres(String label, int nodes, Path folder) {
        this.label = label;
        this.nodes = nodes;
        this.folder = folder;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public void begin() throws IOException, InterruptedException {
        cluster = PostgresCluster.start(folder);
    }

    @Override
    public List<String> settings() {
        return cluster.settings();
    }

    @Override
    public Optional<ProcessTree> database() {
        return Optional.of(cluster.processes());
    }

    @Override
    public void end() throws IOException, InterruptedException {
        if (cluster != null) {
            cluster.stop();
            cluster = null;
        }
    }
}
