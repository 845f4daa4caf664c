package dev.aftertalk.usecases.satisfaction;

/** What looks for what is too old, for tests of its plans. */
public final class OldStatements {

    public static final String ANSWERS = OldAnswers.FIND;
    public static final String COMMENTS = OldComments.FIND;
    public static final String ENDED_CONVERSATIONS = OldConversations.ENDED;
    public static final String ENDLESS_CONVERSATIONS = OldConversations.ENDLESS;

    private OldStatements() {}
}
