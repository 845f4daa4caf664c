package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.testing.Schema;

class PostgresSuppressionListTest extends SuppressionListContract {

    @Override
    String url() {
        return Schema.postgres();
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
