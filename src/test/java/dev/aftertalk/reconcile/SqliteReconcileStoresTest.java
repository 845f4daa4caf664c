package dev.aftertalk.reconcile;

class SqliteReconcileStoresTest extends ReconcileStoresContract {

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("aftertalk.db");
    }

    @Override
    String vendor() {
        return "sqlite";
    }
}
