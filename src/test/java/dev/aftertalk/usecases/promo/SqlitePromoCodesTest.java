package dev.aftertalk.usecases.promo;

import java.nio.file.Path;
import java.util.List;

class SqlitePromoCodesTest extends PromoCodesContract {

    @Override
    PromoDatabase newDatabase(Path folder) {
        return PromoDatabase.sqlite(folder);
    }

    /** A SQLite file belongs to one server. */
    @Override
    List<PromoCodes> nodes(PromoSettings settings) {
        PromoCodes only = database.codes(settings);
        return List.of(only, only);
    }
}
