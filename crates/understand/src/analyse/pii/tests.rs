use super::*;

/// `Category:text` of everything found but ages, joined by `; `.
#[track_caller]
fn check(text: &str, expect: &str) {
    let found = numbers(text);
    let all: Vec<String> = found
        .iter()
        .map(|entity| format!("{}:{}", entity.category, &text[entity.range.clone()]))
        .collect();
    assert_eq!(all.join("; "), expect, "text: {text}");
}

#[test]
fn identity_numbers_by_their_check_digit() {
    // The example of GB 11643-1999, Annex A.
    check(
        "身份证号：11010519491231002X。",
        "CNResidentIdentityCardNumber:11010519491231002X",
    );
    check(
        "440524188001010014",
        "CNResidentIdentityCardNumber:440524188001010014",
    );
    check(
        "身份证号 11010519491231002x 请登记",
        "CNResidentIdentityCardNumber:11010519491231002x",
    );
    check("身份证号：110105194912310021", "");
    check("身份证号：11010519491331002X", "");
    // Wikipedia's examples.
    check("HKID A123456(3)", "HKIdentityCardNumber:A123456(3)");
    check(
        "香港身份證 A123456（3）",
        "HKIdentityCardNumber:A123456（3）",
    );
    check("HKID A123456(4)", "");
    check("身分證 A123456789", "TWNationalID:A123456789");
    check("身分證 A123456788", "");
    check(
        "His SSN is 125-17-4954.",
        "USSocialSecurityNumber:125-17-4954",
    );
    check(
        "social security number 125174954",
        "USSocialSecurityNumber:125174954",
    );
    check("SSN 666-17-4954", "");
    check("part 125174954", "");
    check("护照号 E12345678", "USUKPassportNumber:E12345678");
}

#[test]
fn cards_and_accounts() {
    check(
        "my card 4111 1111 1111 1111 is lost",
        "CreditCardNumber:4111 1111 1111 1111",
    );
    check(
        "卡号4111-1111-1111-1111丢了",
        "CreditCardNumber:4111-1111-1111-1111",
    );
    check("378282246310005", "CreditCardNumber:378282246310005");
    check("my card 4111 1111 1111 1112 is lost", "");
    check("number 1234567812345670", "");
    // The examples of the IBAN registry.
    check(
        "pay GB29 NWBK 6016 1331 9268 19 today",
        "InternationalBankingAccountNumber:GB29 NWBK 6016 1331 9268 19",
    );
    check(
        "账号DE89370400440532013000，谢谢",
        "InternationalBankingAccountNumber:DE89370400440532013000",
    );
    check(
        "my iban is gb29nwbk60161331926819",
        "InternationalBankingAccountNumber:gb29nwbk60161331926819",
    );
    check("DE89370400440532013001", "");
    check("SWIFT code DEUTDEFF500", "SWIFTCode:DEUTDEFF500");
    check("HELLOALL everybody", "");
    check("routing number 021000021", "ABARoutingNumber:021000021");
}

#[test]
fn phone_numbers() {
    check("我的手机号是13812345678", "PhoneNumber:13812345678");
    check(
        "打 010-62751234 或 +86 138 1234 5678",
        "PhoneNumber:010-62751234; PhoneNumber:+86 138 1234 5678",
    );
    check("客服 400-820-8820", "PhoneNumber:400-820-8820");
    check(
        "Call me at (212) 555-0199 x123",
        "PhoneNumber:(212) 555-0199 x123",
    );
    check("call 我的 mobile 0912345678 谢谢", "PhoneNumber:0912345678");
    check("+44 20 7946 0958", "PhoneNumber:+44 20 7946 0958");
    check("Please ring 555 0199.", "PhoneNumber:555 0199");
    check("on 2020-06-20 at 14:11", "");
    check("order 2020062014", "");
    check("订单 88231 已发货，共 1299 元", "");
    check("my driver's license number is 5130634", "");
    check("price 1,299.50", "");
    check("版本 1.2.345", "");
}

#[test]
fn addresses_of_machines() {
    check(
        "写信给 li.lei@example.com，谢谢",
        "Email:li.lei@example.com",
    );
    check(
        "see https://example.org/a?b=1 now",
        "URL:https://example.org/a?b=1",
    );
    check("服务器是192.168.1.10。", "IPAddress:192.168.1.10");
    check("48.8584, 2.2945", "EUGPSCoordinates:48.8584, 2.2945");
    check(
        "坐标 39.9042°N, 116.4074°E",
        "EUGPSCoordinates:39.9042°N, 116.4074°E",
    );
    check("3.5, 4.5", "");
}

#[test]
fn redaction_keeps_the_length() {
    let text = "我是小王 😀 电话13812345678，mail a@b.com";
    let found = find(text);
    assert_eq!(
        redact(text, &found),
        "我是** 😀 电话***********，mail *******"
    );
}
