use ling_cloud::{Cloud, NewToken, Role, Scope, limits};

use crate::support::{Folder, at, code};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_token_works_until_it_is_revoked() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let (token, secret) = cloud
        .create_token("phone", Scope::Turns, at(0))
        .await
        .unwrap();
    let (admin, _) = cloud
        .create_token("cli", Scope::Admin, at(1))
        .await
        .unwrap();
    assert_eq!(
        cloud.check_token(secret.expose()).await.unwrap(),
        Some(token.clone())
    );
    assert_eq!(cloud.tokens().await.unwrap(), [token.clone(), admin]);
    for wrong in [
        "",
        "ling_",
        &secret.expose()[..36],
        &format!("{} ", secret.expose()),
    ] {
        assert_eq!(
            cloud.check_token(wrong).await.unwrap(),
            None,
            "secret: {wrong}"
        );
    }
    assert!(cloud.revoke_token(&token.id).await.unwrap());
    assert_eq!(cloud.check_token(secret.expose()).await.unwrap(), None);
    assert!(!cloud.revoke_token(&token.id).await.unwrap());
}

#[tokio::test]
async fn a_token_made_or_revoked_by_another_process_counts_at_once() {
    let folder = Folder::new();
    let (server, cli) = (folder.open().await, folder.open().await);
    let (token, secret) = cli.create_token("phone", Scope::Ai, at(0)).await.unwrap();
    assert_eq!(
        server.check_token(secret.expose()).await.unwrap(),
        Some(token.clone())
    );
    cli.revoke_token(&token.id).await.unwrap();
    assert_eq!(server.check_token(secret.expose()).await.unwrap(), None);
}

#[tokio::test]
async fn secrets_are_nowhere_in_the_files() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let (_, secret) = cloud
        .create_token("phone", Scope::Turns, at(0))
        .await
        .unwrap();
    let link = cloud.create_link(None, at(0)).await.unwrap();
    let (_, cookie) = cloud
        .redeem_link(link.expose(), "Firefox", at(1))
        .await
        .unwrap()
        .unwrap();
    let other = cloud.create_link(None, at(0)).await.unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(***)");
    for entry in std::fs::read_dir(&folder.0).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [&secret, &link, &cookie, &other] {
            let secret = secret.expose().as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

async fn redeem(cloud: &Cloud, link: &str, secs: i64) -> bool {
    cloud
        .redeem_link(link, "Firefox", at(secs))
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn a_link_works_once_and_for_a_quarter_of_an_hour() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let [a, b, c] = [0, 0, 0].map(|secs| cloud.create_link(None, at(secs)));
    let (a, b, c) = (a.await.unwrap(), b.await.unwrap(), c.await.unwrap());
    assert!(redeem(&cloud, a.expose(), 0).await);
    assert!(!redeem(&cloud, a.expose(), 1).await);
    assert!(redeem(&cloud, b.expose(), 15 * 60 - 1).await);
    assert!(!redeem(&cloud, c.expose(), 15 * 60).await);
    assert!(!redeem(&cloud, "in_nothing", 0).await);
    let race = cloud.create_link(None, at(0)).await.unwrap();
    let (one, two) = tokio::join!(
        redeem(&cloud, race.expose(), 1),
        redeem(&cloud, race.expose(), 1)
    );
    assert_ne!(one, two);
}

#[tokio::test]
async fn a_browser_stays_signed_in_until_it_signs_out_or_stays_away() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let mum = cloud.add_person("Mum", None, Role::Adult, at(0));
    let mum = mum.await.unwrap().id;
    let sign_in = async |now: i64| {
        let link = cloud.create_link(Some(&mum), at(now)).await.unwrap();
        cloud
            .redeem_link(link.expose(), &"Firefox ".repeat(100), at(now))
            .await
            .unwrap()
            .unwrap()
    };
    let (one, first) = sign_in(0).await;
    let (two, second) = sign_in(10).await;
    assert_eq!(
        (one.person.as_ref(), one.name.chars().count()),
        (Some(&mum), limits::NAME_CHARS_MAX)
    );
    let known = async |cookie: &str, now: i64| {
        cloud
            .check_session(cookie, at(now))
            .await
            .unwrap()
            .map(|session| session.id)
    };
    assert_eq!(known(first.expose(), 89 * DAY).await, Some(one.id.clone()));
    assert_eq!(
        known(second.expose(), 91 * DAY).await,
        None,
        "not seen for ninety days"
    );
    cloud
        .turns(&ling_cloud::TurnFilter::default())
        .await
        .unwrap();
    assert_eq!(
        known(first.expose(), 170 * DAY).await,
        Some(one.id.clone()),
        "seen in between"
    );
    assert_eq!(cloud.sessions(at(20)).await.unwrap().len(), 2);
    cloud.set_session_person(&one.id, None).await.unwrap();
    assert!(cloud.sign_out(&one.id).await.unwrap());
    assert!(!cloud.sign_out(&one.id).await.unwrap());
    assert_eq!(known(first.expose(), 20).await, None);
    assert_eq!(known(second.expose(), 20).await, Some(two.id));
    assert_eq!(cloud.sign_out_all().await.unwrap(), 1);
    assert_eq!(known(second.expose(), 20).await, None);
    assert_eq!(
        code(cloud.set_session_person(&one.id, None).await),
        "not_found"
    );
}

#[tokio::test]
async fn whoever_goes_takes_their_keys_along() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let mia = cloud.add_person("Mia", None, Role::Child, at(0));
    let mia = mia.await.unwrap();
    let link = cloud.create_link(Some(&mia.id), at(0)).await.unwrap();
    let signed = cloud.redeem_link(link.expose(), "Firefox", at(1)).await;
    let (session, cookie) = signed.unwrap().unwrap();
    assert_eq!(session.role, Some(Role::Child));
    let new = NewToken {
        name: "script".into(),
        scope: Scope::Turns,
        person: Some(mia.id.clone()),
    };
    let (token, secret) = cloud.add_token(new, at(1)).await.unwrap();
    let later = cloud.create_link(Some(&mia.id), at(1)).await.unwrap();
    let alive = async || {
        let by_cookie = cloud.check_session(cookie.expose(), at(2)).await.unwrap();
        let by_secret = cloud.check_token(secret.expose()).await.unwrap();
        let all = cloud.sessions(at(2)).await.unwrap().len();
        let by_id = cloud.session(&session.id, at(2)).await.unwrap();
        (
            by_cookie == Some(session.clone()) && by_id == by_cookie,
            by_secret == Some(token.clone()),
            all,
        )
    };
    assert_eq!(alive().await, (true, true, 1));
    cloud.remove_person(&mia.id).await.unwrap();
    assert_eq!(alive().await, (false, false, 0));
    assert!(!redeem(&cloud, later.expose(), 3).await);
    // Undoing the removal brings the person back, not their keys.
    cloud.put_person(&mia).await.unwrap();
    assert_eq!(alive().await, (false, false, 0));
}
