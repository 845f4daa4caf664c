package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.access.Access;
import java.security.Principal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may read what visitors wrote, which may name people.
 *
 * @param commentsForViewers whether those who only see figures may
 */
@ConfigurationProperties("dashboard")
public record CommentAccess(@DefaultValue("false") boolean commentsForViewers) {

    public boolean allows(Principal who) {
        return commentsForViewers || Access.mayOperate(who);
    }
}
