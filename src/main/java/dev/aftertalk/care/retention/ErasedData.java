package dev.aftertalk.care.retention;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import java.util.List;
import org.springframework.stereotype.Component;

/** Digests of what was erased: of use as long as iAdvize may list it. */
@Component
final class ErasedData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("erased", Kept.EVENTS, "erased", "digest", "erased_at", ""));
    }
}
