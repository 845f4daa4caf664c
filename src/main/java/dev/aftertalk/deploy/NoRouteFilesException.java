package dev.aftertalk.deploy;

/** There is not one route file, so the server would be up and do nothing; the message says where they were looked for. */
final class NoRouteFilesException extends RuntimeException {

    NoRouteFilesException(String message) {
        super(message);
    }
}
