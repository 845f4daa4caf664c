package dev.aftertalk.usecases.promo;

import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Erasable.Counted;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.Person;
import dev.aftertalk.privacy.Search;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who holds which promo code. A code that is nobody's now stays used. */
@Component
final class PromoData implements KeptData {

    @Override
    public void learn(JdbcClient reads, Person person) {
        person.addEvents(CodeHolders.of(reads, person.ids(), person.emails()).eventIds());
    }

    /** What leads from an address to the rest goes last. */
    @Override
    public List<Erasable> find(Search search) {
        CodeHolders codes = CodeHolders.of(
                search.reads(), search.person().ids(), search.person().emails());
        return List.of(Erasable.last(Counted.PROMO_CODES, codes.codes(), codes::forget));
    }
}
