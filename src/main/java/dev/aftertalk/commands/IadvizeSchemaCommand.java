package dev.aftertalk.commands;

import dev.aftertalk.connectors.iadvize.AccountSchema;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import org.apache.camel.RuntimeCamelException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * {@code java -jar aftertalk.jar iadvize-schema}: prints what the account's GraphQL schema has of what Aftertalk asks for, and what it lacks.
 * iAdvize's reference does not spell all names, so what it prints is what a question about a missing transcript or tag needs.
 */
public final class IadvizeSchemaCommand {

    private IadvizeSchemaCommand() {}

    /**
     * @param args settings as on any command line of Aftertalk
     * @return the exit code: 1 when iAdvize does not show its schema, 2 when it could not be asked
     */
    public static int run(String... args) {
        try (ConfigurableApplicationContext context = CommandSettings.open(AccountSchema.Alone.class, args)) {
            AccountSchema schema = context.getBean(AccountSchema.class);
            String report = schema.report();
            if (report == null) {
                System.err.println(
                        "iAdvize GraphQL at " + schema.url()
                                + " does not show its schema to this user: conversations are read without transcript, tags and custom data.");
                return 1;
            }
            System.out.println("The schema of iAdvize GraphQL at " + schema.url());
            System.out.println(report);
            return 0;
        } catch (IllegalArgumentException | PermanentException | RetryableException | RuntimeCamelException e) {
            System.err.println(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return 2;
        }
    }
}
