package dev.aftertalk.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Takes the path that this server is known below off an address that still has it: from a proxy that hands it on as it came, or from
 * somebody who follows a link without the proxy. The rest is then read as if it had come so, with all of Tomcat's checks. The path
 * alone is {@code /}, as people type it.
 */
final class PathValve extends ValveBase {

    private static final byte[] ROOT = {'/'};

    private final byte[] path;

    /** @param path begins with a slash and ends without one */
    PathValve(String path) {
        super(true);
        this.path = path.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        MessageBytes address = request.getCoyoteRequest().requestURI();
        if (address.getType() != MessageBytes.T_BYTES || !below(address.getByteChunk())) {
            getNext().invoke(request, response);
            return;
        }
        ByteChunk bytes = address.getByteChunk();
        byte[] all = bytes.getBuffer();
        if (bytes.getLength() == path.length) {
            address.setBytes(ROOT.clone(), 0, ROOT.length);
        } else {
            address.setBytes(all, bytes.getStart() + path.length, bytes.getLength() - path.length);
        }
        again(request, response);
    }

    private boolean below(ByteChunk address) {
        byte[] all = address.getBuffer();
        if (address.getLength() < path.length
                || address.getLength() > path.length && all[address.getStart() + path.length] != '/') {
            return false;
        }
        for (int n = 0; n < path.length; n++) {
            if (all[address.getStart() + n] != path[n]) {
                return false;
            }
        }
        return true;
    }

    /** As Tomcat's own valve that rewrites addresses does it. */
    private static void again(Request request, Response response) throws IOException, ServletException {
        request.getMappingData().recycle();
        Connector connector = request.getConnector();
        boolean good;
        try {
            good = connector
                    .getProtocolHandler()
                    .getAdapter()
                    .prepare(request.getCoyoteRequest(), response.getCoyoteResponse());
        } catch (IOException | ServletException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
        if (good) {
            connector.getService().getContainer().getPipeline().getFirst().invoke(request, response);
        }
    }
}
