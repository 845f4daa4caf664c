package dev.aftertalk.usecases.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriberTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"*", "Offers", "of fers", "-offers", "offers-", "x\r\nBcc: eve@example.com", "é", "a.b", "<a>"})
    void takesOnlyAPlainNameAsAList(String list) {
        assertThatThrownBy(() -> Subscriber.of(list, "a@example.com"))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("list");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"zoe", "a@b.test, c@d.test", "a@b.test\r\nBcc: eve@example.com", "<a@b.test>", "${body}@b"})
    void takesOnlyAnAddressAndDoesNotQuoteAnythingElse(String address) {
        assertThatThrownBy(() -> Subscriber.of("offers", address))
                .isInstanceOf(PermanentException.class)
                .hasMessage("The recipient of a mail of the list offers is not an e-mail address.");
    }

    @Test
    void masksTheNameAndShowsTheDomainAsItIsWritten() {
        assertThat(Subscriber.of("offers", "Camille@Example.com").masked()).isEqualTo("c…@example.com");
        assertThat(Subscriber.of("offers", "x@exämple.fr").masked()).isEqualTo("x…@exämple.fr");
    }

    @Test
    void digestsEachAddressDifferentlyAndTheSameOnEachServer() {
        // sha256sum of the address, in Base64: changing it would forget everybody who has unsubscribed.
        assertThat(Subscriber.of("offers", "camille@example.com").digest())
                .isEqualTo("jXkRiOa0bW2S-BhnYvBK29VD2JqRi-A01mL0RsU7a4U")
                .isEqualTo(Subscriber.of("surveys", "CAMILLE@example.com").digest())
                .isNotEqualTo(Subscriber.of("offers", "camille@example.org").digest());
    }
}
