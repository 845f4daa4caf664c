package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class HtmlTextTest {

    @Test
    void separatesParagraphsByABlankLineAndOtherBlocksByANewLine() {
        assertThat(text("<h1>Hello</h1><p>One\n  two</p><div>three</div><div>four<br>five</div>"))
                .isEqualTo("Hello\n\nOne two\n\nthree\nfour\nfive\n");
    }

    @Test
    void writesLinksWithTheirAddress() {
        assertThat(
                        text(
                                "<p>See <a href='https://shop.example/a'>our <b>help</b></a>, <a href='https://x.example'>"
                                        + "https://x.example</a>, <a href='mailto:a@b.example'>a@b.example</a> or <a href='#top'>top</a>."))
                .isEqualTo("See our help (https://shop.example/a), https://x.example, a@b.example or top.\n");
    }

    @Test
    void writesLinksThatStandAlone() {
        assertThat(text("<ul><li><a href='https://x.example'>https://x.example</a><li><a href='https://y.example'>"
                        + "<img src=y></a></ul><a href='https://z.example'><img alt='Shop' src=z></a>"))
                .isEqualTo("- https://x.example\n- https://y.example\n\nShop (https://z.example)\n");
    }

    @Test
    void writesLists() {
        assertThat(text("<p>You get:<ul><li>one<li><p>two</p><ol><li>a<li>b</ol></ul><p>End"))
                .isEqualTo("You get:\n\n- one\n- two\n  1. a\n  2. b\n\nEnd\n");
    }

    @Test
    void leavesOutWhatNobodySees() {
        assertThat(text("<style>p{}</style><script>x()</script><div style='display: none'>preview</div><p hidden>no</p>"
                        + "<p>Only <!-- not --> this<svg><text>no</text></svg></p>"))
                .isEqualTo("Only this\n");
    }

    @Test
    void keepsSpacesBetweenInlineElements() {
        assertThat(text("<p><b>Thank</b> <i>you</i>, <span>Zo</span><span>ë</span>&nbsp;!</p>"))
                .isEqualTo("Thank you, Zoë !\n");
    }

    @Test
    void writesPicturesAndTablesAsWords() {
        assertThat(
                        text(
                                "<img alt='Our shop' src=a><table><tr><th>Code</th><td>X1</td></tr><tr><td>Until</td><td>May</td>"))
                .isEqualTo("Our shop\n\nCode X1\nUntil May\n");
    }

    private static String text(String html) {
        return HtmlText.of(Jsoup.parse(html).body());
    }
}
