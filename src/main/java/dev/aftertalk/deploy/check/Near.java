package dev.aftertalk.deploy.check;

import dev.aftertalk.text.Misspelt;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What was meant by a name that nothing has, for messages. */
final class Near {

    private static final int SHORT = 3;

    private Near() {}

    /** The known name that was probably meant: the same in other letters, or almost the same. */
    static Optional<String> to(String name, Collection<String> known) {
        String plain = plain(name);
        Collection<String> sorted = new TreeSet<>(known); // the same answer each time
        Optional<String> same =
                sorted.stream().filter(each -> plain(each).equals(plain)).findFirst();
        return same.or(() -> Misspelt.near(name, sorted))
                // Of three letters two are most of the name.
                .filter(each -> Math.max(each.length(), name.length()) > SHORT
                        || Misspelt.near(name + name, java.util.List.of(each + each))
                                .isPresent());
    }

    /** {@code did you mean 'steps'?}, or what else there is. */
    static String meant(String name, Collection<String> known, String others) {
        return to(name, known).map(each -> "did you mean '" + each + "'?").orElse(others);
    }

    private static String plain(String name) {
        return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }
}
