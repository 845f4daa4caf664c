package dev.aftertalk.reconcile;

import dev.aftertalk.testing.TestPostgres;

class PostgresReconcileStoresTest extends ReconcileStoresContract {

    @Override
    String url() {
        return TestPostgres.newDatabase();
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
