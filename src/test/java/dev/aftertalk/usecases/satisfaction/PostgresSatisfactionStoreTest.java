package dev.aftertalk.usecases.satisfaction;

class PostgresSatisfactionStoreTest extends SatisfactionStoreContract {

    @Override
    SatisfactionDatabase open() {
        return SatisfactionDatabase.postgres();
    }
}
