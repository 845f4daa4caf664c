package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(
        classes = SandboxTestApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"sandbox.smtp-port=0", "sandbox.inbox-size=60"})
@ActiveProfiles("sandbox")
class InboxPagesTest {

    @Autowired
    Environment environment;

    @Autowired
    Inbox inbox;

    @LocalServerPort
    int port;

    Browser browser;

    @BeforeEach
    void emptyInbox() {
        browser = new Browser(port);
        inbox.empty();
    }

    @Test
    void showsAnEmptyInboxWithAWayToFillIt() throws Exception {
        Document page = browser.page("/sandbox/inbox");

        assertThat(page.select("h2").text()).isEqualTo("No mail yet");
        assertThat(page.select(".empty form[action=/sandbox/send] input[name=event]")
                        .val())
                .isEqualTo("v2.conversation.closed");
        assertThat(page.select("noscript meta[http-equiv=refresh]")).hasSize(1);
    }

    @Test
    void listsMailsSentOverSmtpTheNewestFirst() throws Exception {
        send("first@example.com", "First", "<p>1</p>", "1");
        send("second@example.com", "Zweite Grüße", "<p>2</p>", "2");

        Document page = browser.page("/sandbox/inbox");

        assertThat(page.select(".mails .subject").eachText()).containsExactly("Zweite Grüße", "First");
        assertThat(page.select(".mails .whom").eachText()).last().isEqualTo("first@example.com");
    }

    @Test
    void listsMailsAsJsonForScripts() throws Exception {
        String messageId = send("camille@example.com", "Merci", "<p>1</p>", "1");

        HttpResponse<String> answer = browser.get("/sandbox/inbox.json");
        JsonNode mail = new ObjectMapper().readTree(answer.body()).get(0);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(mail.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "messageId", "to", "subject", "receivedAt");
        assertThat(mail.get("messageId").asText()).isEqualTo(messageId);
        assertThat(mail.get("to").asText()).isEqualTo("camille@example.com");
        assertThat(mail.get("subject").asText()).isEqualTo("Merci");
        assertThat(Duration.between(Instant.parse(mail.get("receivedAt").asText()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void showsAMailWithItsPartsLinksAndHeaders() throws Exception {
        send(
                "camille@example.com",
                "Thank you",
                "<p>Hello <b>Camille</b> <a href='https://example.com/survey?a=1&amp;b=2'>rate us</a>"
                        + "<a href='javascript:alert(1)'>bad</a></p>",
                "Hello Camille, as text");

        Document page = browser.page(pathOfNewest());

        assertThat(page.select("h1").text()).isEqualTo("Thank you");
        assertThat(page.select("iframe[sandbox=''].mail-html").attr("src")).isEqualTo(pathOfNewest() + "/html");
        assertThat(page.select(".mail-text").text()).isEqualTo("Hello Camille, as text");
        assertThat(page.select(".plain-list a").eachAttr("href")).containsExactly("https://example.com/survey?a=1&b=2");
        assertThat(page.select(".plain-list a").attr("rel")).isEqualTo("noopener noreferrer");
        assertThat(page.select(".header-list dt").eachText()).contains("Message-ID", "X-Test", "Return-Path");
        assertThat(browser.get(pathOfNewest() + "/raw").body()).contains("\r\nSubject: Thank you\r\n");
    }

    @Test
    void servesTheHtmlPartSoThatItCanRunNothingAndFetchNothing() throws Exception {
        send("camille@example.com", "Hi", "<p>Ça va</p><script>alert(1)</script>", "text");

        HttpResponse<String> html = browser.get(pathOfNewest() + "/html");

        assertThat(html.body()).contains("Ça va");
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(html.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        assertThat(html.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        HttpResponse<String> raw = browser.get(pathOfNewest() + "/raw");
        assertThat(raw.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
    }

    @Test
    void escapesWhatAMailBringsIntoThePages() throws Exception {
        String evil = "<script>alert('x')</script>";
        send("camille@example.com", evil, "<p>1</p>", evil);

        for (String path : new String[] {"/sandbox/inbox", pathOfNewest()}) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.body()).doesNotContain("<script>alert").contains("&lt;script&gt;");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .get()
                    .asString()
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
        }
        assertThat(browser.page("/sandbox/inbox").select(".mails .subject").text())
                .isEqualTo(evil);
    }

    @Test
    void showsWhatItCanOfAMailThatIsBadMime() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setSubject("Broken");
        message.setContent("no boundary anywhere", "text/plain");
        message.saveChanges();
        message.setHeader("Content-Type", "multipart/alternative; boundary=\"nowhere\"");
        inbox.add(message, List.of("camille@example.com"));

        HttpResponse<String> answer = browser.get(pathOfNewest());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("breaks the rules of MIME", "Broken");
    }

    @Test
    void keepsOnlyTheNewestMailsAndPagesThrough() throws Exception {
        for (int i = 1; i <= 65; i++) {
            send("camille@example.com", "Mail " + i, "<p>1</p>", "1");
        }

        Document first = browser.page("/sandbox/inbox");
        Document second = browser.page("/sandbox/inbox?page=2");

        assertThat(first.select(".mails .subject")).hasSize(50);
        assertThat(first.select(".mails .subject").first().text()).isEqualTo("Mail 65");
        assertThat(first.select("a[href='/sandbox/inbox?page=2']").text()).isEqualTo("Older");
        assertThat(second.select(".mails .subject").last().text()).isEqualTo("Mail 6");
        assertThat(new ObjectMapper()
                        .readTree(browser.get("/sandbox/inbox.json").body()))
                .hasSize(60);
    }

    @Test
    void isEmptiedByItsButton() throws Exception {
        send("camille@example.com", "Hi", "<p>1</p>", "1");
        String mail = pathOfNewest();

        HttpResponse<String> answer = browser.submit("/sandbox/inbox/empty", "");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(browser.get("/sandbox/inbox.json").body()).isEqualTo("[]");
        HttpResponse<String> gone = browser.get(mail);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("This mail is gone");
    }

    @Test
    void servesItsStyleAndScriptItself() throws Exception {
        Document page = browser.page("/sandbox/inbox");

        for (String path : page.select("link[rel=stylesheet]").eachAttr("href")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(page.select("script").eachAttr("src")).containsExactly("/sandbox/assets/refresh.js");
        assertThat(browser.get("/sandbox/assets/refresh.js").statusCode()).isEqualTo(200);
        assertThat(page.select("style, script:not([src]), [style], [onclick]")).isEmpty();
    }

    private String pathOfNewest() {
        return "/sandbox/inbox/" + inbox.newestFirst().get(0).id();
    }

    private String send(String to, String subject, String html, String text) throws Exception {
        Properties smtp = new Properties();
        smtp.put("mail.smtp.host", environment.getProperty("mail.host"));
        smtp.put("mail.smtp.port", environment.getProperty("mail.port"));
        MimeMessage message = new MimeMessage(Session.getInstance(smtp));
        message.setFrom(new InternetAddress(environment.getProperty("mail.from")));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setHeader("X-Test", "yes");
        MimeBodyPart textPart = new MimeBodyPart();
        textPart.setText(text, "UTF-8");
        MimeBodyPart htmlPart = new MimeBodyPart();
        htmlPart.setText(html, "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", textPart, htmlPart));
        message.saveChanges();
        Transport.send(message);
        return message.getMessageID();
    }
}
