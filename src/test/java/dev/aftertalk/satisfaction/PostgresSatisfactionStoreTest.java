package dev.aftertalk.satisfaction;

class PostgresSatisfactionStoreTest extends SatisfactionStoreContract {

    @Override
    SatisfactionDatabase open() {
        return SatisfactionDatabase.postgres();
    }
}
