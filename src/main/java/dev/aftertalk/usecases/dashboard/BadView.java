package dev.aftertalk.usecases.dashboard;

/** An address that asks for what can't be; carries the code of the message that says what to do. */
final class BadView extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadView(String code) {
        super(code, null, false, false);
    }

    String code() {
        return "dashboard.fault." + getMessage();
    }
}
