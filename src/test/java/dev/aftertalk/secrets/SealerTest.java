package dev.aftertalk.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealerTest {

    @Test
    void opensOnlyWhatItSealed() {
        Sealer sealer = sealer();
        String secret = sealer.seal("state ✔");
        assertThat(sealer.open(secret)).hasValue("state ✔");
        assertThat(sealer.seal("state ✔")).isNotEqualTo(secret);
        char other = secret.charAt(20) == 'A' ? 'B' : 'A';
        assertThat(sealer.open(secret.substring(0, 20) + other + secret.substring(21)))
                .isEmpty();
        assertThat(sealer().open(secret)).isEmpty();
        for (String none : new String[] {"", "%%%", "AAAA", "A".repeat(1_000_000)}) {
            assertThat(sealer.open(none)).isEmpty();
        }
    }

    private static Sealer sealer() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Sealer(key);
    }
}
