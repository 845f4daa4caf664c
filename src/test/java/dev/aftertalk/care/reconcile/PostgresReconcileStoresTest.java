package dev.aftertalk.care.reconcile;

import dev.aftertalk.testing.Schema;

class PostgresReconcileStoresTest extends ReconcileStoresContract {

    @Override
    String url() {
        return Schema.postgres();
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
