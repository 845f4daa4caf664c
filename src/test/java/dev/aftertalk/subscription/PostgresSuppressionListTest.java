package dev.aftertalk.subscription;

import dev.aftertalk.testing.TestPostgres;

class PostgresSuppressionListTest extends SuppressionListContract {

    @Override
    String url() {
        return TestPostgres.newDatabase();
    }

    @Override
    String vendor() {
        return "postgresql";
    }
}
