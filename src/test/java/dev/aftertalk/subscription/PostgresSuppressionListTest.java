package dev.aftertalk.subscription;

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
