package dev.aftertalk.intake;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;

/** How large the body of a request may be, by its address, and whose places it takes while it arrives. */
final class BodyBounds {

    private static final BooleanSupplier ALWAYS = () -> true;

    private final String webhook;
    private final String api;
    private final String sandbox;
    private final Bound ofWebhook;
    private final Bound ofApi;
    private final Bound ofForms;

    /**
     * @param contextPath what comes before every address; empty for nothing
     * @param wanted whether a webhook's body is worth reading now
     */
    BodyBounds(
            String contextPath,
            WebhookSettings webhooks,
            WebSettings web,
            ArrivingBodies arriving,
            BooleanSupplier wanted) {
        webhook = contextPath + WebhookFilter.PATH;
        api = contextPath + "/api/";
        sandbox = contextPath + "/sandbox/"; // what other systems take; only the sandbox answers there
        ofWebhook = new Bound((int) webhooks.maxBody().toBytes(), arriving.ofWebhooks(), wanted);
        ofApi = new Bound((int) web.maxApiBody().toBytes(), arriving.ofOthers(), ALWAYS);
        ofForms = new Bound((int) web.maxForm().toBytes(), arriving.ofOthers(), ALWAYS);
    }

    /** @param address as it was sent, without the query */
    Bound of(String address) {
        String path = address == null ? "" : plain(address);
        if (path.startsWith(webhook) && (path.length() == webhook.length() || path.equals(webhook + "/"))) {
            return ofWebhook;
        }
        return path.startsWith(api) || path.startsWith(sandbox) ? ofApi : ofForms;
    }

    /** The address as the web server will understand it, however it is spelled. */
    private static String plain(String address) {
        if (address.indexOf('%') < 0
                && address.indexOf(';') < 0
                && !address.contains("//")
                && !address.contains("/.")) {
            return address;
        }
        try {
            String path = UDecoder.URLDecode(address.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8);
            String normal = RequestUtil.normalize(path);
            return normal == null ? "" : normal;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * @param limit the most bytes
     * @param wanted whether a body is worth reading now
     */
    record Bound(int limit, BodyPlaces places, BooleanSupplier wanted) {}
}
