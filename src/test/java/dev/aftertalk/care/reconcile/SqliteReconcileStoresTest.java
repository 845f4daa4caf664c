package dev.aftertalk.care.reconcile;

import dev.aftertalk.testing.Schema;

class SqliteReconcileStoresTest extends ReconcileStoresContract {

    @Override
    String url() {
        return Schema.sqlite(folder.resolve("aftertalk.db"));
    }

    @Override
    String vendor() {
        return "sqlite";
    }
}
